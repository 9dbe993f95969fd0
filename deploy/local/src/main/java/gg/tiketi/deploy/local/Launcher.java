package gg.tiketi.deploy.local;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program behind {@code deploy/run}: starts the suite, tells where it is, and stays until it is told to stop
 * (SIGINT, SIGTERM, SIGHUP: exit code 130, 143, 129) or a part fails (1). A wrong option is 2.
 */
public final class Launcher {

    private Launcher() {}

    /** Starts the suite of the checkout that the working directory is in. */
    public static void main(String[] given) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(given, System.getenv());
        } catch (Refusal wrong) {
            exit(2, wrong);
            return;
        }
        Console console = new Console(System.out, Console.isColoured());
        Suite suite = new Suite(arguments.plan(Checkout.root()), console);
        AtomicBoolean failed = new AtomicBoolean();
        AtomicBoolean stopping = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.set(true);
            stop(suite, console, failed.get());
        }));
        try {
            suite.start();
            tell(suite, arguments, console);
            throw suite.awaitFailure();
        } catch (IOException | RuntimeException failure) {
            console.giveUp();
            if (!stopping.get()) {
                failed.set(true);
                suite.close();
                exit(1, failure);
            }
        }
    }

    private static void tell(Suite suite, Arguments arguments, Console console) throws IOException {
        console.summary();
        if (arguments.services().contains(Service.GATEWAY)) {
            console.say("Page", suite.url());
            console.say("API documentation", suite.url() + "/api-docs");
        }
        for (Service service : Service.values()) {
            if (!arguments.services().contains(service)) {
                console.say(
                        "Develop",
                        "mvn -pl " + service.module() + " -am test-compile quarkus:dev   (Maven 3.9 or newer)");
            }
        }
        suite.administrator()
                .ifPresent(administrator -> console.say(
                        "Administrator",
                        String.format(
                                Locale.ROOT,
                                "%s, password %s (told only this once)",
                                administrator.email(),
                                administrator.password())));
        console.say("Stop", "Ctrl-C");
        console.say("");
    }

    private static void stop(Suite suite, Console console, boolean failed) {
        console.giveUp();
        if (!failed) {
            console.say("Stopping");
            suite.close();
            console.say("Stopped");
        }
    }

    private static void exit(int code, Throwable why) {
        System.out.flush();
        System.err.println("deploy/run: " + Refusal.describe(why));
        System.exit(code);
    }
}
