/** The production platform on AWS: settings of an environment, stacks, and what they cost. */
@NullMarked
package gg.tiketi.deploy.aws;

import org.jspecify.annotations.NullMarked;
