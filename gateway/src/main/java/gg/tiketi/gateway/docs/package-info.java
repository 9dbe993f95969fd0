/** One API document made of those of the services. */
@NullMarked
package gg.tiketi.gateway.docs;

import org.jspecify.annotations.NullMarked;
