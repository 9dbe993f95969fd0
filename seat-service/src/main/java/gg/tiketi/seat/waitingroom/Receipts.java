package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Signed receipts of places. A signature costs as much as a whole join, so one is made for all places of a batch: over the
 * root of a Merkle tree (RFC 9162, 2.1: leaves and nodes are hashed apart) whose leaves are the receipts' texts. Each
 * receipt carries its own way to the root.
 */
@ApplicationScoped
class Receipts {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};
    private static final HexFormat HEX = HexFormat.of();

    private final Secrets secrets;

    Receipts(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * That somebody was given a place.
     *
     * @param text {@code tiketi-place|event|generation|number|place id}
     * @param path from the text's leaf to the signed root: {@code L} or {@code R}, on which side the other node stands,
     *     and its hash
     * @param signature Ed25519 over {@code tiketi-places|root}, in base64
     */
    @RegisterForReflection
    record Receipt(String text, List<String> path, String signature) {}

    private record Node(byte[] hash, List<Integer> leaves) {}

    /** One for each place, in their order. */
    List<Receipt> sign(EventId event, List<Place> places) {
        List<String> texts = places.stream()
                .map(place -> "tiketi-place|" + event + "|" + place.generation() + "|" + place.number() + "|"
                        + place.placeIdHex())
                .toList();
        if (texts.isEmpty()) {
            return List.of();
        }
        List<List<String>> paths = new ArrayList<>();
        List<Node> level = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            paths.add(new ArrayList<>());
            level.add(new Node(Sha256.of(LEAF, texts.get(i).getBytes(StandardCharsets.UTF_8)), List.of(i)));
        }
        while (level.size() > 1) {
            level = above(level, paths);
        }
        String root = HEX.formatHex(level.getFirst().hash());
        String signature = Base64.getEncoder()
                .encodeToString(secrets.signPublicly(("tiketi-places|" + root).getBytes(StandardCharsets.UTF_8)));
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            receipts.add(new Receipt(texts.get(i), List.copyOf(paths.get(i)), signature));
        }
        return receipts;
    }

    /** Pairs of nodes become one; an odd last one rises as it is. */
    private static List<Node> above(List<Node> level, List<List<String>> paths) {
        List<Node> next = new ArrayList<>();
        for (int i = 0; i < level.size(); i += 2) {
            if (i + 1 == level.size()) {
                next.add(level.get(i));
                continue;
            }
            Node left = level.get(i);
            Node right = level.get(i + 1);
            left.leaves().forEach(leaf -> paths.get(leaf).add("R" + HEX.formatHex(right.hash())));
            right.leaves().forEach(leaf -> paths.get(leaf).add("L" + HEX.formatHex(left.hash())));
            List<Integer> leaves = new ArrayList<>(left.leaves());
            leaves.addAll(right.leaves());
            next.add(new Node(Sha256.of(NODE, left.hash(), right.hash()), leaves));
        }
        return next;
    }
}
