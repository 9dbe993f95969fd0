/** Which path goes to which service, and the proxying of HTTP and WebSocket to it. */
@NullMarked
package gg.tiketi.gateway.route;

import org.jspecify.annotations.NullMarked;
