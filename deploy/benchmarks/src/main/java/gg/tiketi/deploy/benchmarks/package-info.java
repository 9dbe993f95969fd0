/** Load scenarios against the packaged suite: what a request costs, how many fit, and whether all of it stays right. */
@NullMarked
package gg.tiketi.deploy.benchmarks;

import org.jspecify.annotations.NullMarked;
