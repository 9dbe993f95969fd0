/** Deleting an account at its owner's wish. */
@NullMarked
package gg.tiketi.auth.deletion;

import org.jspecify.annotations.NullMarked;
