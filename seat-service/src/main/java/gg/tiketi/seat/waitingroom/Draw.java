package gg.tiketi.seat.waitingroom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a lobby, as anybody can recompute it. The operator commits to a seed before anybody joins (its hash is
 * public), then to the set of places (the root), and only then learns the beacon; so it can choose neither by the result.
 *
 * <pre>
 * root      = SHA-256(place ids, sorted as unsigned bytes, one after the other)
 * order key = SHA-256(seed ‖ root ‖ beacon ‖ place id)        seed, root, place id: 32 bytes; beacon: UTF-8
 * ranks     = the lobby's place numbers in ascending order, given to the places in ascending order of their keys
 * </pre>
 *
 * The commitment scheme is the usual one of public lotteries: commit, fix the participants, wait for public randomness,
 * reveal (compare RFC 3797, "Publicly Verifiable Nominations Committee Random Selection").
 */
final class Draw {

    private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;

    private Draw() {}

    /**
     * A place of the lobby.
     *
     * @param number its number in the order of joining
     * @param placeId 32 bytes
     */
    record Ticket(int number, byte[] placeId) {}

    /** A place's rank. */
    record Ranked(int number, int rank) {}

    /** The root over all places of a lobby, in whatever order they come. */
    static byte[] root(List<Ticket> lobby) {
        return Sha256.of(lobby.stream().map(Ticket::placeId).sorted(UNSIGNED).toArray(byte[][]::new));
    }

    /** What a place is sorted by. */
    static byte[] orderKey(byte[] seed, byte[] root, String beacon, byte[] placeId) {
        return Sha256.of(seed, root, beacon.getBytes(StandardCharsets.UTF_8), placeId);
    }

    /** Every place's rank; the ranks are the lobby's own numbers. */
    static List<Ranked> ranks(byte[] seed, byte[] root, String beacon, List<Ticket> lobby) {
        record Keyed(byte[] key, int number) {}
        List<Keyed> keyed = new ArrayList<>(lobby.size());
        lobby.forEach(ticket -> keyed.add(new Keyed(orderKey(seed, root, beacon, ticket.placeId()), ticket.number())));
        keyed.sort(Comparator.comparing(Keyed::key, UNSIGNED));
        int[] numbers = lobby.stream().mapToInt(Ticket::number).sorted().toArray();
        List<Ranked> ranks = new ArrayList<>(lobby.size());
        for (int i = 0; i < numbers.length; i++) {
            ranks.add(new Ranked(keyed.get(i).number(), numbers[i]));
        }
        return ranks;
    }
}
