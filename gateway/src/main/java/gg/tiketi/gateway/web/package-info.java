/** What a browser needs: security headers, cross-origin rules, the page and its caching. */
@NullMarked
package gg.tiketi.gateway.web;

import org.jspecify.annotations.NullMarked;
