/** What is too much: header and body sizes. */
@NullMarked
package gg.tiketi.gateway.limit;

import org.jspecify.annotations.NullMarked;
