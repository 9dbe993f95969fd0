package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder that one run owns: its lock, its data, its secrets and its copies of the services. */
final class StateFolder implements AutoCloseable {

    // A PostgreSQL data folder with sample data, its log and four copied services.
    private static final long NEEDED_MEGABYTES = 600;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes the folder if it is missing and takes it for this run; refuses when another run has it. */
    static StateFolder take(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
        long freeMegabytes = Files.getFileStore(folder).getUsableSpace() >> 20;
        if (freeMegabytes < NEEDED_MEGABYTES) {
            throw new Refusal("The disk is full: " + freeMegabytes + " MB free for " + folder + ", " + NEEDED_MEGABYTES
                    + " MB needed");
        }
        Path lockFile = folder.resolve("lock");
        FileChannel channel = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            String holder = Files.readString(lockFile, StandardCharsets.UTF_8).strip();
            throw new Refusal("Tiketi already runs from this folder"
                    + (holder.isEmpty() ? "" : " (process " + holder + ")") + "; stop it first");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        StateFolder state = new StateFolder(folder, channel);
        Files.createDirectories(state.run());
        Files.createDirectories(state.keys());
        return state;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException mine) {
            return null;
        }
    }

    /** PostgreSQL's data. */
    Path postgresData() {
        return folder.resolve("data").resolve("postgres");
    }

    /** auth-service's signing keys. */
    Path keys() {
        return folder.resolve("keys");
    }

    /** Passwords and the service token of this folder's data. */
    Path secrets() {
        return folder.resolve("secrets.properties");
    }

    /** The processes of the run that has the folder. */
    Path processList() {
        return run().resolve("processes");
    }

    /** Where auth-service tells the administrator's first password. */
    Path adminPassword() {
        return folder.resolve("admin-password");
    }

    /** The copy of a service that runs: a rebuild does not pull the jars away under it. */
    Path application(Service service) {
        return run().resolve(service.module());
    }

    private Path run() {
        return folder.resolve("run");
    }

    /** Forgets all data and what belongs to it; the unpacked executables stay. */
    void reset() throws IOException {
        PostgresServer.deleteData(postgresData());
        Binaries.deleteTree(keys());
        Files.createDirectories(keys());
        Files.deleteIfExists(secrets());
        Files.deleteIfExists(adminPassword());
    }

    /** Lets the next run have the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
