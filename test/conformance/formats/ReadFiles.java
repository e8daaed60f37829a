import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.cert.Certificate;
import java.util.*;

/**
 * Reads certificates with Java. Each line of the standard input is a kind, a path, and a password in hex ("-": none). Each line of the
 * standard output has the SHA-256 of each certificate in hex, or "error".
 */
class ReadFiles {
  public static void main(String[] args) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] asked = line.split(" ");
      try (InputStream input = new BufferedInputStream(Files.newInputStream(Path.of(asked[1])))) {
        StringBuilder answer = new StringBuilder("read");
        for (byte[] item : read(asked[0], input, asked[2])) answer.append(' ').append(digest(item));
        System.out.println(answer);
      } catch (IOException | GeneralSecurityException | RuntimeException error) {
        System.out.println("error");
      }
    }
  }

  static List<byte[]> read(String kind, InputStream input, String password) throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<byte[]> found = new ArrayList<>();
    if (kind.equals("crl")) {
      for (CRL one : factory.generateCRLs(input)) found.add(((X509CRL) one).getEncoded());
    } else if (kind.equals("pkcs12") || kind.equals("jks") || kind.equals("jceks")) {
      KeyStore store = KeyStore.getInstance(kind);
      store.load(input, password.equals("-") ? null : new String(HexFormat.of().parseHex(password), "UTF-8").toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        Certificate[] chain = store.getCertificateChain(alias);
        Certificate one = store.getCertificate(alias);
        for (Certificate each : chain != null ? chain : one != null ? new Certificate[] {one} : new Certificate[0])
          found.add(each.getEncoded());
      }
    } else {
      for (Certificate one : factory.generateCertificates(input)) found.add(one.getEncoded());
    }
    return found;
  }

  static String digest(byte[] item) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(item));
  }
}
