/** Slows down guessing: counts failed sign-ins per e-mail and address. */
@NullMarked
package gg.tiketi.auth.throttle;

import org.jspecify.annotations.NullMarked;
