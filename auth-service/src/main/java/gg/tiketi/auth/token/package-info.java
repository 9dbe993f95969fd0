/** Access tokens: the signing keys, their public half for everyone, and the tokens themselves. */
@NullMarked
package gg.tiketi.auth.token;

import org.jspecify.annotations.NullMarked;
