package gg.tiketi.auth.account;

/** What a mailed link is good for; a link of one purpose is worth nothing for another. */
enum LinkPurpose {
    /** Set a new password without the old one. */
    PASSWORD_RESET("password-reset", "/reset-password"),
    /** Show that the address is one's own. */
    EMAIL_VERIFICATION("email-verification", "/verify-email");

    private final String word;
    private final String page;

    LinkPurpose(String word, String page) {
        this.word = word;
        this.page = page;
    }

    /** The word in SQL. */
    String word() {
        return word;
    }

    /** The page that the link opens. */
    String page() {
        return page;
    }
}
