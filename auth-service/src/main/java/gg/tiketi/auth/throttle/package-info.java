/** Slows down guessing: counts failed sign-ins by account and address. */
@NullMarked
package gg.tiketi.auth.throttle;

import org.jspecify.annotations.NullMarked;
