/** Sign-ins and the families of refresh tokens that descend from them. */
@NullMarked
package gg.tiketi.auth.session;

import org.jspecify.annotations.NullMarked;
