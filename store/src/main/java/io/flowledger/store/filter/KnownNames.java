package io.flowledger.store.filter;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names of IP protocols (IANA's assigned Internet protocol numbers) and of services (RFC 6335's registry), the common ones. */
public final class KnownNames {
    private static final Map<Integer, String> PROTOCOLS = new TreeMap<>();
    private static final Map<String, Integer> PROTOCOL_NUMBERS = new TreeMap<>();
    private static final Map<Integer, String> SERVICES = new TreeMap<>();
    private static final Map<String, Integer> SERVICE_PORTS = new TreeMap<>();

    static {
        numbers(
                "1 icmp 2 igmp 4 ipip 6 tcp 8 egp 17 udp 33 dccp 41 ipv6-in-ip 46 rsvp 47 gre 50 esp 51 ah 58 icmp6"
                        + " 88 eigrp 89 ospf 97 etherip 103 pim 108 ipcomp 112 vrrp 115 l2tp 132 sctp 136 udplite",
                PROTOCOLS,
                PROTOCOL_NUMBERS);
        PROTOCOL_NUMBERS.put("ipv6-icmp", 58);
        PROTOCOL_NUMBERS.put("icmpv6", 58);
        numbers(
                "20 ftp-data 21 ftp 22 ssh 23 telnet 25 smtp 53 dns 67 bootps 68 bootpc 69 tftp 80 http 88 kerberos 110 pop3"
                        + " 111 sunrpc 119 nntp 123 ntp 135 msrpc 137 netbios-ns 138 netbios-dgm 139 netbios-ssn 143 imap"
                        + " 161 snmp 162 snmptrap 179 bgp 194 irc 389 ldap 443 https 445 smb 465 submissions 500 isakmp"
                        + " 514 syslog 515 printer 520 rip 546 dhcpv6-client 547 dhcpv6-server 554 rtsp 587 submission"
                        + " 623 ipmi 631 ipp 636 ldaps 646 ldp 853 domain-s 860 iscsi 873 rsync 989 ftps-data 990 ftps"
                        + " 993 imaps 995 pop3s 1080 socks 1194 openvpn 1433 ms-sql-s 1521 oracle 1645 radius-old"
                        + " 1701 l2tp 1723 pptp 1812 radius 1813 radius-acct 1883 mqtt 1900 ssdp 2049 nfs 2055 netflow"
                        + " 2375 docker 2379 etcd-client 3128 squid 3260 iscsi-target 3306 mysql 3389 rdp 3478 stun"
                        + " 3784 bfd-control 4500 ipsec-nat-t 4739 ipfix 4789 vxlan 5060 sip 5061 sips 5222 xmpp-client"
                        + " 5349 stuns 5353 mdns 5355 llmnr 5432 postgresql 5671 amqps 5672 amqp 5900 vnc 5985 wsman"
                        + " 6343 sflow 6379 redis 6443 kubernetes 6514 syslog-tls 6667 ircd 6881 bittorrent 8080 http-alt"
                        + " 8443 https-alt 8883 mqtts 9092 kafka 9100 jetdirect 9200 elasticsearch 9418 git 11211 memcached"
                        + " 25565 minecraft 27017 mongodb 51820 wireguard",
                SERVICES,
                SERVICE_PORTS);
        SERVICE_PORTS.put("domain", 53);
    }

    private KnownNames() {}

    private static void numbers(String list, Map<Integer, String> names, Map<String, Integer> numbers) {
        String[] words = list.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            int number = Integer.parseInt(words[i]);
            names.put(number, words[i + 1]);
            numbers.put(words[i + 1], number);
        }
    }

    /** All names of IP protocols, by number. */
    public static Map<Integer, String> protocols() {
        return Collections.unmodifiableMap(PROTOCOLS);
    }

    /** The name of an IP protocol, or null. */
    public static @Nullable String protocol(long number) {
        return number < 0 || number > 255 ? null : PROTOCOLS.get((int) number);
    }

    /** The name of the service that usually has a port, or null. */
    public static @Nullable String service(long port) {
        return port < 0 || port > 65535 ? null : SERVICES.get((int) port);
    }

    static @Nullable Integer protocolNumber(String name) {
        return PROTOCOL_NUMBERS.get(name.toLowerCase(Locale.ROOT));
    }

    static @Nullable Integer servicePort(String name) {
        return SERVICE_PORTS.get(name.toLowerCase(Locale.ROOT));
    }

    static Iterable<String> protocolNames() {
        return PROTOCOL_NUMBERS.keySet();
    }
}
