/** People who can sign in: their data, their password rules and the hashing of passwords. */
@NullMarked
package gg.tiketi.auth.account;

import org.jspecify.annotations.NullMarked;
