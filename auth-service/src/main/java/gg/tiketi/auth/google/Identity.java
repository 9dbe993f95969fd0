package gg.tiketi.auth.google;

import gg.tiketi.auth.account.Email;

/**
 * Whom an identity token names.
 *
 * @param subject never changes and is never given to somebody else, as an address may be
 * @param emailVerified whether the issuer says that the address is theirs
 */
record Identity(String subject, Email email, boolean emailVerified, String name) {

    /** Never shows the person. */
    @Override
    public String toString() {
        return "Identity";
    }
}
