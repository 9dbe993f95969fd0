package gg.tiketi.gateway.route;

/**
 * Refuses paths that two readers could understand differently: dot segments, empty segments, path parameters,
 * backslashes, and characters that are encoded without need (which hides a slash, a dot or a letter). What passes means
 * the same to the gateway and to every service, so it is compared and forwarded as it is.
 */
final class SafePath {

    private SafePath() {}

    /** Whether the raw path of a request has exactly one meaning. */
    static boolean isSafe(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        int segmentStart = 1;
        for (int i = 1; i < path.length(); i++) {
            char letter = path.charAt(i);
            if (letter == '/') {
                if (!isSafeSegment(path, segmentStart, i, false)) {
                    return false;
                }
                segmentStart = i + 1;
            } else if (letter == '%') {
                if (!isNeededEscape(path, i)) {
                    return false;
                }
            } else if (letter <= ' ' || letter >= 0x7f || "\\;\"<>^`{|}#?".indexOf(letter) >= 0) {
                return false;
            }
        }
        return isSafeSegment(path, segmentStart, path.length(), true);
    }

    private static boolean isSafeSegment(String path, int from, int to, boolean last) {
        int length = to - from;
        if (length == 0) {
            return last;
        }
        boolean dots = path.charAt(from) == '.' && (length == 1 || length == 2 && path.charAt(from + 1) == '.');
        return !dots;
    }

    /** An escape is needed only for a byte above ASCII, or for a space; everything else can be written plainly. */
    private static boolean isNeededEscape(String path, int at) {
        if (at + 2 >= path.length()) {
            return false;
        }
        int high = Character.digit(path.charAt(at + 1), 16);
        int low = Character.digit(path.charAt(at + 2), 16);
        if (high < 0 || low < 0) {
            return false;
        }
        int value = high * 16 + low;
        return value >= 0x80 || value == ' ';
    }
}
