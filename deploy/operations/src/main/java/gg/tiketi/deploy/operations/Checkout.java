package gg.tiketi.deploy.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of the checkout that this process runs in. */
final class Checkout {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Checkout() {}

    static Path file(String name) {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("deploy/operations"))) {
                return folder.resolve(name);
            }
        }
        throw new IllegalStateException("not inside a checkout of Tiketi: " + start);
    }

    static String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** With anchors and merged mappings resolved; the key {@code on} becomes {@code true}, as YAML 1.1 has it. */
    static JsonNode yaml(String name) {
        return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(name)));
    }

    static JsonNode json(String name) {
        try {
            return JSON.readTree(text(name));
        } catch (IOException broken) {
            throw new UncheckedIOException(name, broken);
        }
    }

    static Properties properties(Service service) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text(service.module() + "/src/main/resources/application.properties")));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return read;
    }
}
