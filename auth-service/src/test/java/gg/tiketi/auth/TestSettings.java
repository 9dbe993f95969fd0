package gg.tiketi.auth;

import gg.tiketi.defaults.testing.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The one running service of all tests here: real backends, its own key folder and admin password file. */
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "auth"))
@QuarkusTestResource(TestSettings.class)
public class TestSettings implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("tiketi-auth-test-");
            return Map.of(
                    "tiketi.auth.mail.transport", "smtp",
                    "tiketi.auth.key-folder", folder.resolve("keys").toString(),
                    "tiketi.auth.admin-password-file",
                            folder.resolve("admin-password").toString());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void stop() {}
}
