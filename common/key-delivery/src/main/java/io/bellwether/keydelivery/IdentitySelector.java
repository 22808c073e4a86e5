package io.bellwether.keydelivery;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The field of a client certificate that says which SAE it is. */
public enum IdentitySelector {
    /** The subject's common name. */
    COMMON_NAME {
        @Override
        List<String> select(X509Certificate certificate) throws InvalidNameException {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue().toString())
                            .toList();
        }
    },
    /** Subject alternative names of type uniformResourceIdentifier. */
    SAN_URI {
        @Override
        List<String> select(X509Certificate certificate) throws CertificateParsingException {
            return alternativeNames(certificate, GENERAL_NAME_URI);
        }
    },
    /** Subject alternative names of type dNSName. */
    SAN_DNS {
        @Override
        List<String> select(X509Certificate certificate) throws CertificateParsingException {
            return alternativeNames(certificate, GENERAL_NAME_DNS);
        }
    },
    /** SHA-256 of the certificate, 64 lower-case hexadecimal digits. */
    SHA256_FINGERPRINT {
        @Override
        List<String> select(X509Certificate certificate)
                throws CertificateEncodingException, NoSuchAlgorithmException {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return List.of(HexFormat.of().formatHex(digest));
        }
    },
    /** The serial number, lower-case hexadecimal without leading zeros. */
    SERIAL {
        @Override
        List<String> select(X509Certificate certificate) {
            return List.of(certificate.getSerialNumber().toString(16));
        }
    };

    /** RFC 5280 section 4.2.1.6: GeneralName ::= CHOICE { ... dNSName [2], ... URI [6] ... }. */
    private static final int GENERAL_NAME_DNS = 2;

    private static final int GENERAL_NAME_URI = 6;

    /** All values of the field in the certificate. */
    abstract List<String> select(X509Certificate certificate)
            throws GeneralSecurityException, InvalidNameException;

    private static List<String> alternativeNames(X509Certificate certificate, int type)
            throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> name.getFirst().equals(type))
                        .map(name -> name.get(1).toString())
                        .toList();
    }
}
