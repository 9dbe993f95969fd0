/** What {@code deploy/run} does when it is stopped, killed, refused, or when a part of it fails. */
@NullMarked
package gg.tiketi.system.launcher;

import org.jspecify.annotations.NullMarked;
