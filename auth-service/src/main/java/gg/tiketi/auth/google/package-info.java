/** Signing in with a Google account: OpenID Connect by authorization code, with PKCE, state and nonce. */
@NullMarked
package gg.tiketi.auth.google;

import org.jspecify.annotations.NullMarked;
