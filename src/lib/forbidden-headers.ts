/** Which headers are not for the user to set. */

/** RFC 9110, 7.6.1 and 8.6: these are the connection's own. */
export const CONNECTION_HEADERS =
  /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
