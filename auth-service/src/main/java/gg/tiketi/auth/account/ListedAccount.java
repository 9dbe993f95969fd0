package gg.tiketi.auth.account;

import java.time.Instant;

/** A live account as administrators see it. */
record ListedAccount(Account account, Instant createdAt) {}
