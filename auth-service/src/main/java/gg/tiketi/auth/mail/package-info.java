/** Sending e-mail: what a mail is, and the ways it leaves. */
@NullMarked
package gg.tiketi.auth.mail;

import org.jspecify.annotations.NullMarked;
