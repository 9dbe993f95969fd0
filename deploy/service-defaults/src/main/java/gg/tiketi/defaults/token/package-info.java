/** Access-token verification with auth-service's published keys, once per token and node. */
@NullMarked
package gg.tiketi.defaults.token;

import org.jspecify.annotations.NullMarked;
