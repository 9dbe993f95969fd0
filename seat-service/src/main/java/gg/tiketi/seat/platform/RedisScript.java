package gg.tiketi.seat.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One Lua command from {@code lua/}, run by its hash; when a server does not know the hash yet (first use, restart,
 * another shard) it is sent as text, which also teaches that server.
 */
public final class RedisScript {

    private final String text;
    private final String hash;

    /** Loads the script from the class path, for example {@code lua/claim/claim.lua}. */
    public RedisScript(String resource) {
        this.text = read(resource);
        this.hash = sha1(text);
    }

    /** Runs the script; all keys must share one hash tag. */
    public Uni<Response> run(RedisAPI redis, List<String> keys, List<String> arguments) {
        return redis.evalsha(command(hash, keys, arguments))
                .onFailure(RedisScript::isUnknownScript)
                .recoverWithUni(() -> redis.eval(command(text, keys, arguments)));
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
    }

    private static List<String> command(String script, List<String> keys, List<String> arguments) {
        List<String> command = new ArrayList<>(2 + keys.size() + arguments.size());
        command.add(script);
        command.add(Integer.toString(keys.size()));
        command.addAll(keys);
        command.addAll(arguments);
        return command;
    }

    private static String read(String resource) {
        try (InputStream in = RedisScript.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no such script: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sha1(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
