// What flows can be grouped by: how it is called, how a value is written, and which condition of the filter selects it.
const PROTOCOLS = { 1: 'icmp', 2: 'igmp', 4: 'ipip', 6: 'tcp', 17: 'udp', 41: 'ipv6', 47: 'gre', 50: 'esp', 51: 'ah', 58: 'icmp6', 89: 'ospf', 103: 'pim', 112: 'vrrp', 132: 'sctp' };
const VERSIONS = { 1: 'NetFlow v1', 5: 'NetFlow v5', 7: 'NetFlow v7', 9: 'NetFlow v9', 10: 'IPFIX', 105: 'sFlow v5' };
const SERVICES = {
  '443/tcp': 'https', '443/udp': 'quic', '80/tcp': 'http', '53/udp': 'dns', '53/tcp': 'dns', '22/tcp': 'ssh', '25/tcp': 'smtp', '123/udp': 'ntp', '993/tcp': 'imaps',
  '587/tcp': 'submission', '3389/tcp': 'rdp', '445/tcp': 'smb', '5432/tcp': 'postgres', '3306/tcp': 'mysql', '873/tcp': 'rsync', '161/udp': 'snmp', '389/tcp': 'ldap',
  '5060/udp': 'sip', '1194/udp': 'openvpn', '51820/udp': 'wireguard', '4500/udp': 'ipsec', '8080/tcp': 'http-alt', '9092/tcp': 'kafka', '143/tcp': 'imap', '3478/udp': 'stun',
  '5222/tcp': 'xmpp', '1883/tcp': 'mqtt', '6881/tcp': 'bittorrent', '6881/udp': 'bittorrent',
};
// Well-known ones own their colour, so that a change of rank never recolours them.
const COLOURS = { '443/tcp': 1, '443/udp': 2, '53/udp': 5, '80/tcp': 7, '22/tcp': 3, '25/tcp': 4, 6: 1, 17: 2, 1: 5, 50: 6, 47: 7, 58: 4 };

export const protocol = number => PROTOCOLS[number] || String(number);
export const version = number => VERSIONS[number] || (number === 0 ? 'unreadable' : `version ${number}`);
export const serviceName = key => SERVICES[key] || '';

const word = text => (/^[\w.:/-]+$/.test(text) ? text : `"${text.replace(/"/g, '')}"`);
const service = key => {
  const [port, name] = String(key).split('/');
  return name ? `port ${port} and proto ${name}` : `proto ${port.replace(/^proto /, '')}`;
};
const D = (title, term, more = {}) => ({ title, term, show: String, ...more });

export const DIMENSIONS = {
  service: D('Service', service, { mono: true, note: serviceName }),
  protocol: D('Protocol', k => `proto ${protocol(k)}`, { show: protocol }),
  application: D('Application', k => `app ${word(k)}`),
  src_addr: D('Source address', k => `src ip ${k}`, { mono: true }),
  dst_addr: D('Destination address', k => `dst ip ${k}`, { mono: true }),
  addr: D('Address, either end', k => `host ${k}`, { mono: true }),
  src_net: D('Source network', k => `src net ${k}`, { mono: true }),
  dst_net: D('Destination network', k => `dst net ${k}`, { mono: true }),
  src_port: D('Source port', k => `src port ${k}`, { mono: true }),
  dst_port: D('Destination port', k => `dst port ${k}`, { mono: true }),
  src_as: D('Source AS', k => `src as ${k}`, { show: k => 'AS' + k }),
  dst_as: D('Destination AS', k => `dst as ${k}`, { show: k => 'AS' + k }),
  exporter: D('Exporter', k => `exporter ${k}`, { mono: true }),
  in_if: D('Input interface', k => `in if ${k}`, { show: k => 'if ' + k }),
  out_if: D('Output interface', k => `out if ${k}`, { show: k => 'if ' + k }),
  vlan: D('VLAN', k => `vlan ${k}`),
  tos: D('Type of service', k => `tos ${k}`),
  direction: D('Direction', () => '', { show: k => (k === 0 ? 'ingress' : 'egress') }),
  export_version: D('Export protocol', () => '', { show: version }),
};

const plain = name => D(name.replace(/_/g, ' '), () => '');
export const dimension = name => DIMENSIONS[name] || plain(name);

// One value of one dimension: {text, term, note}; a value that exporters did not state is "not stated".
export function value(name, key, names) {
  const d = dimension(name);
  if (key == null) return { text: 'not stated', term: '', note: '', none: true };
  const named = names && names[name];
  return { text: d.show(key), term: d.term(key), note: named || (d.note ? d.note(key) : ''), mono: d.mono };
}

export const keyText = (by, key) => by.map(name => (key[name] == null ? 'not stated' : dimension(name).show(key[name]))).join(' ');
export const keyTerm = (by, key) => by.map(name => (key[name] == null ? '' : dimension(name).term(key[name]))).filter(Boolean).join(' and ');
export const keyId = (by, key) => by.map(name => String(key[name])).join('\u0001');

// Hands out the seven hues. A key keeps its hue for as long as the page is open; ranks beyond the seventh are grey.
export class Colours {
  #given = new Map();
  assign(ids, by) {
    const free = new Set([1, 2, 3, 4, 5, 6, 7]);
    const out = new Map();
    for (const id of ids) if (free.has(this.#given.get(id))) take(id, this.#given.get(id));
    if (by.length === 1 && (by[0] === 'service' || by[0] === 'protocol')) for (const id of ids) if (!out.has(id) && free.has(COLOURS[id])) take(id, COLOURS[id]);
    for (const id of ids) if (!out.has(id)) free.size ? take(id, Math.min(...free)) : out.set(id, 0);
    function take(id, hue) {
      out.set(id, hue);
      free.delete(hue);
    }
    for (const [id, hue] of out) if (hue) this.#given.set(id, hue);
    return out;
  }
}
