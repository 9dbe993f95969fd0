/** What runs the suite in production, as code: held to what the services read, expose and answer. */
@NullMarked
package gg.tiketi.deploy.operations;

import org.jspecify.annotations.NullMarked;
