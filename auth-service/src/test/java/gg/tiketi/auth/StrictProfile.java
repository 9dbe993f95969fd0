package gg.tiketi.auth;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** As in production: administrators need a second factor, and registering begins with a mail. */
public class StrictProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tiketi.auth.second-factor.administrators-need-it", "true",
                "tiketi.auth.registration", "mail-first");
    }
}
