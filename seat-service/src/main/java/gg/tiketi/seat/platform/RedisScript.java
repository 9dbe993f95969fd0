package gg.tiketi.seat.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One Lua command from {@code lua/}, run by its hash; when a server does not know the hash yet (first use, restart,
 * another shard) it is sent as text, which also teaches that server.
 */
public final class RedisScript {

    private final String name;
    private final String text;
    private final String hash;

    /**
     * Loads the script from the class path, for example {@code lua/claim/claim.lua}.
     *
     * @param resources its parts in order: shared beginnings, then the command itself
     */
    public RedisScript(String... resources) {
        String last = resources[resources.length - 1];
        this.name = last.substring(last.lastIndexOf('/') + 1, last.lastIndexOf('.'));
        this.text = Stream.of(resources).map(RedisScript::read).collect(Collectors.joining());
        this.hash = sha1(text);
    }

    /** Runs the script; all keys must share one hash tag. */
    public Uni<Response> run(StateRedis redis, List<String> keys, List<String> arguments) {
        String key = keys.getFirst();
        return CommandSpan.redis(
                name,
                redis.send(key, command(Command.EVALSHA, hash, keys, arguments))
                        .onFailure(RedisScript::isUnknownScript)
                        .recoverWithUni(() -> redis.send(key, command(Command.EVAL, text, keys, arguments))));
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
    }

    private static Request command(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
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
