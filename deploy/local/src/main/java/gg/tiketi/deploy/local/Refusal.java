package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** A reason not to go on, told in words the person at the terminal can act on; no stack trace belongs to it. */
public final class Refusal extends IOException {

    private static final long serialVersionUID = 1;

    /** A refusal that is told as it stands. */
    public Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }

    /** One line for any failure: what the file system said is put into a sentence, the rest is told as it is. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof Refusal) && !(cause instanceof FileSystemException)) {
            cause = cause.getCause();
        }
        if (cause instanceof Refusal) {
            return String.valueOf(cause.getMessage());
        }
        if (isDiskFull(cause.getMessage())) {
            return "The disk is full: " + cause.getMessage();
        }
        if (cause instanceof AccessDeniedException denied) {
            return "No permission to use " + denied.getFile() + ": it belongs to another user";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static boolean isDiskFull(@Nullable String message) {
        return message != null && (message.contains("No space left on device") || message.contains("quota exceeded"));
    }
}
