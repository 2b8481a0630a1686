package io.flowledger.wire.sflow;

import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.packet.DissectedHeader;
import io.flowledger.wire.packet.PacketDissector;
import org.jspecify.annotations.Nullable;

/**
 * What all flow records of one flow sample or discarded packet sample say about its packet: {@link #read} reads the
 * known ones and dissects the raw header; each {@code has…()} tells whether a record was there, and only then its
 * getter means something. Of a repeated record the first counts. Other records, those of 802.11 and of tunnels (1013 to
 * 1019, 1021 to 1035) and those of other enterprises, are counted and skipped by their length.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class SampledFlow {
    private static final int HEADER = 1;
    private static final int ETHERNET = 1 << 1;
    private static final int IP = 1 << 2;
    private static final int SWITCH = 1 << 3;
    private static final int ROUTER = 1 << 4;
    private static final int GATEWAY = 1 << 5;
    private static final int USER = 1 << 6;
    private static final int URL = 1 << 7;
    private static final int MPLS = 1 << 8;
    private static final int NAT = 1 << 9;
    private static final int NAT_PORT = 1 << 10;
    private static final int VLAN_TUNNEL = 1 << 11;
    private static final int DROP_DETAIL = 1 << 12;

    private final XdrReader xdr = new XdrReader();
    private final PacketDissector dissector = new PacketDissector();
    private final DissectedHeader dissected = new DissectedHeader();
    private final SampledHeader header = new SampledHeader();
    private final SampledEthernet ethernet = new SampledEthernet();
    private final SampledIp ip = new SampledIp();
    private final ExtendedSwitch extendedSwitch = new ExtendedSwitch();
    private final ExtendedRouter router = new ExtendedRouter();
    private final ExtendedGateway gateway = new ExtendedGateway();
    private final ExtendedUser user = new ExtendedUser();
    private final ExtendedUrl url = new ExtendedUrl();
    private final ExtendedMpls mpls = new ExtendedMpls();
    private final ExtendedNat nat = new ExtendedNat();
    private final ExtendedVlanTunnel vlanTunnel = new ExtendedVlanTunnel();
    private final DropDetail dropDetail = new DropDetail();
    private int present;
    private int recordCount;
    private int skippedRecordCount;
    private @Nullable DecodeFault fault;

    /** Reads the records from the current one on; returns {@link #fault()}. */
    public @Nullable DecodeFault read(SflowRecords records) {
        present = 0;
        recordCount = 0;
        skippedRecordCount = 0;
        fault = null;
        nat.clear();
        dropDetail.clear();
        while (records.next()) {
            recordCount++;
            xdr.wrap(records.buffer(), records.offset(), records.length());
            boolean known = records.enterprise() == 0 && readStandard(records.format());
            if (!known) {
                skippedRecordCount++;
            } else if (xdr.isCut() && !records.isRecordCut() && fault == null) {
                fault = DecodeFault.SFLOW_RECORD_CUT;
            }
        }
        if (fault == null) {
            fault = records.fault();
        }
        if (hasHeader()) {
            int protocol = (int) Math.min(header.headerProtocol(), Integer.MAX_VALUE);
            dissector.dissect(protocol, records.buffer(), header.headerOffset(), header.headerLength(), dissected);
        }
        return fault;
    }

    /** Reads one record of sflow.org's; false when the format is not known. */
    private boolean readStandard(int format) {
        switch (format) {
            case SampledHeader.FORMAT -> {
                return has(HEADER) || note(HEADER, header.read(xdr));
            }
            case SampledEthernet.FORMAT -> {
                return has(ETHERNET) || note(ETHERNET, ethernet.read(xdr));
            }
            case SampledIp.IPV4_FORMAT -> {
                return has(IP) || note(IP, ip.read(xdr, 4));
            }
            case SampledIp.IPV6_FORMAT -> {
                return has(IP) || note(IP, ip.read(xdr, 16));
            }
            case ExtendedSwitch.FORMAT -> {
                return has(SWITCH) || note(SWITCH, extendedSwitch.read(xdr));
            }
            case ExtendedRouter.FORMAT -> {
                return has(ROUTER) || note(ROUTER, router.read(xdr));
            }
            case ExtendedGateway.FORMAT -> {
                return has(GATEWAY) || note(GATEWAY, gateway.read(xdr));
            }
            case ExtendedUser.FORMAT -> {
                return has(USER) || note(USER, user.read(xdr));
            }
            case ExtendedUrl.FORMAT -> {
                return has(URL) || note(URL, url.read(xdr));
            }
            case ExtendedMpls.FORMAT -> {
                return has(MPLS) || note(MPLS, mpls.read(xdr));
            }
            case ExtendedNat.FORMAT -> {
                return has(NAT) || note(NAT, nat.readAddresses(xdr));
            }
            case ExtendedNat.PORT_FORMAT -> {
                return has(NAT_PORT) || note(NAT_PORT, nat.readPorts(xdr));
            }
            case ExtendedVlanTunnel.FORMAT -> {
                return has(VLAN_TUNNEL) || note(VLAN_TUNNEL, vlanTunnel.read(xdr));
            }
            case DropDetail.EGRESS_QUEUE_FORMAT,
                    DropDetail.ACL_FORMAT,
                    DropDetail.FUNCTION_FORMAT,
                    DropDetail.HARDWARE_TRAP_FORMAT,
                    DropDetail.LINUX_REASON_FORMAT -> {
                dropDetail.read(format, xdr);
                return note(DROP_DETAIL, true);
            }
            default -> {
                return false;
            }
        }
    }

    private boolean has(int part) {
        return (present & part) != 0;
    }

    /** Marks a record as there if enough of it is. */
    private boolean note(int part, boolean isThere) {
        if (isThere) {
            present |= part;
        }
        return true;
    }

    /** Records of the sample, known or not. */
    public int recordCount() {
        return recordCount;
    }

    /** Records that are not known here. */
    public int skippedRecordCount() {
        return skippedRecordCount;
    }

    /** {@code SFLOW_RECORD_CUT}, {@code SFLOW_RECORD_PAST_SAMPLE}, {@code SFLOW_RECORD_COUNT_PAST_SAMPLE} or null. */
    public @Nullable DecodeFault fault() {
        return fault;
    }

    /**
     * Octets of the packet: the raw header's frame length, else what the decoded Ethernet or IP header says, else -1.
     */
    public long frameLength() {
        if (hasHeader()) {
            return header.frameLength();
        }
        return hasEthernet() ? ethernet.length() : hasIp() ? ip.length() : -1;
    }

    public boolean hasHeader() {
        return has(HEADER);
    }

    public SampledHeader header() {
        return header;
    }

    /** The raw header's contents; means something only if {@link #hasHeader()}. */
    public DissectedHeader dissected() {
        return dissected;
    }

    public boolean hasEthernet() {
        return has(ETHERNET);
    }

    public SampledEthernet ethernet() {
        return ethernet;
    }

    public boolean hasIp() {
        return has(IP);
    }

    public SampledIp ip() {
        return ip;
    }

    public boolean hasSwitch() {
        return has(SWITCH);
    }

    public ExtendedSwitch extendedSwitch() {
        return extendedSwitch;
    }

    public boolean hasRouter() {
        return has(ROUTER);
    }

    public ExtendedRouter router() {
        return router;
    }

    public boolean hasGateway() {
        return has(GATEWAY);
    }

    public ExtendedGateway gateway() {
        return gateway;
    }

    public boolean hasUser() {
        return has(USER);
    }

    public ExtendedUser user() {
        return user;
    }

    public boolean hasUrl() {
        return has(URL);
    }

    public ExtendedUrl url() {
        return url;
    }

    public boolean hasMpls() {
        return has(MPLS);
    }

    public ExtendedMpls mpls() {
        return mpls;
    }

    /** Whether addresses or ports were translated; those without a record are absent. */
    public boolean hasNat() {
        return has(NAT) || has(NAT_PORT);
    }

    public ExtendedNat nat() {
        return nat;
    }

    public boolean hasVlanTunnel() {
        return has(VLAN_TUNNEL);
    }

    public ExtendedVlanTunnel vlanTunnel() {
        return vlanTunnel;
    }

    public boolean hasDropDetail() {
        return has(DROP_DETAIL);
    }

    public DropDetail dropDetail() {
        return dropDetail;
    }
}
