package gg.tiketi.auth.mail;

import gg.tiketi.auth.platform.SecretFile;
import gg.tiketi.auth.platform.StartRefused;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** Writes each mail into a file that only the service's own user may read; their names sort by time. */
final class FolderOutbound implements Outbound {

    private final Path folder;
    private final Clock clock;

    FolderOutbound(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        try {
            SecretFile.createFolder(folder);
        } catch (IOException refused) {
            throw StartRefused.because("the mail folder " + folder + " cannot be made: " + refused.getMessage());
        }
    }

    @Override
    public Uni<Void> send(Mail mail) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> SecretFile.write(folder.resolve(fileName()), content(mail)));
    }

    private String fileName() {
        return "%013d-%s.txt".formatted(clock.millis(), UUID.randomUUID());
    }

    private static String content(Mail mail) {
        return "To: " + mail.to() + "\nSubject: " + mail.subject() + "\n\n" + mail.text();
    }
}
