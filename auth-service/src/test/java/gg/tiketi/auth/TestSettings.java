package gg.tiketi.auth;

import gg.tiketi.auth.google.StubIssuer;
import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.deploy.local.Secrets;
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
@QuarkusTestResource(StubIssuer.class)
@QuarkusTestResource(TestSettings.class)
public class TestSettings implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("tiketi-auth-test-");
            return Map.of(
                    "tiketi.auth.mail.transport",
                    "smtp",
                    // All these people are at one address.
                    "tiketi.auth.throttle.address-free",
                    "1000000",
                    "tiketi.auth.registration",
                    "immediate",
                    "tiketi.auth.second-factor.keys",
                    Secrets.create(),
                    "tiketi.auth.second-factor.administrators-need-it",
                    "false",
                    "tiketi.auth.key-folder",
                    folder.resolve("keys").toString(),
                    "tiketi.auth.admin-password-file",
                    folder.resolve("admin-password").toString());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void stop() {}
}
