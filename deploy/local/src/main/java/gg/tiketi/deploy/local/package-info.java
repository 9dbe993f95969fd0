/** The suite on one machine: embedded PostgreSQL and Redis, the four services, sample data, one orderly stop. */
@NullMarked
package gg.tiketi.deploy.local;

import org.jspecify.annotations.NullMarked;
