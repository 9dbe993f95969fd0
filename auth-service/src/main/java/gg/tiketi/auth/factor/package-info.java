/** The second factor: codes of an authenticator app, recovery codes, and who must have one. */
@NullMarked
package gg.tiketi.auth.factor;

import org.jspecify.annotations.NullMarked;
