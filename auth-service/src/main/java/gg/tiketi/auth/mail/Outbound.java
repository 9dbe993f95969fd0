package gg.tiketi.auth.mail;

import io.smallrye.mutiny.Uni;

/** One way for mail to leave. */
interface Outbound {

    /** Hands the mail over; fails when it was not taken. */
    Uni<Void> send(Mail mail);
}
