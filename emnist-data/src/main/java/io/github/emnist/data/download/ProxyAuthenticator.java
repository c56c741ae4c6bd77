package io.github.emnist.data.download;

import java.net.Authenticator;
import java.net.PasswordAuthentication;

/**
 * Asks the JVM's own authenticator on behalf of a proxy, and never on behalf of a server: a mirror
 * has no business with the user's passwords.
 */
final class ProxyAuthenticator extends Authenticator {
  private final Authenticator authenticator;

  ProxyAuthenticator(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  protected PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY) {
      return null;
    }
    return authenticator.requestPasswordAuthenticationInstance(
        getRequestingHost(),
        getRequestingSite(),
        getRequestingPort(),
        getRequestingProtocol(),
        getRequestingPrompt(),
        getRequestingScheme(),
        getRequestingURL(),
        getRequestorType());
  }
}
