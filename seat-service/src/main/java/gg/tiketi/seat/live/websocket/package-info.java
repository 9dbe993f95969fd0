/** The wire of RFC 6455, as far as the live feed needs it: a handshake, shared frames out, small text messages in. */
@NullMarked
package gg.tiketi.seat.live.websocket;

import org.jspecify.annotations.NullMarked;
