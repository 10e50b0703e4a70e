#include "bot/net/xmpp_hosts.h"

#include <arpa/nameser.h>
#include <resolv.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <tuple>

#include "bot/net/dns_lookup.h"

namespace frontdesk::net {
namespace {

constexpr std::size_t kMaxHosts = 4;
constexpr std::size_t kMaxEndpoints = 16;
constexpr std::chrono::milliseconds kLookupTime{3'000};
constexpr int kSrvSeconds = 2;

struct Host {
  std::string name;
  std::uint16_t port = 0;
  int priority = 0;
  int weight = 0;
};

std::uint16_t DefaultPort(const XmppOptions& options) {
  if (options.port != 0) return options.port;
  if (options.component) return 5347;
  return options.tls == XmppTls::kDirect ? 5223 : 5222;
}

// The rdata of a SRV record: priority, weight, port, target (RFC 2782).
void AddHost(const ns_msg& message, const ns_rr& record, std::vector<Host>& hosts) {
  const unsigned char* data = ns_rr_rdata(record);
  std::array<char, NS_MAXDNAME> name{};
  if (ns_rr_type(record) != ns_t_srv || ns_rr_rdlen(record) < 7) return;
  if (::dn_expand(ns_msg_base(message), ns_msg_end(message), data + 6, name.data(), name.size()) < 0) return;
  const auto number = [data](int at) { return data[at] << 8 | data[at + 1]; };
  hosts.push_back({name.data(), static_cast<std::uint16_t>(number(4)), number(0), number(2)});
}

std::vector<Host> LookUpService(const std::string& service) {
  struct __res_state resolver {};
  if (::res_ninit(&resolver) != 0) return {};
  resolver.retrans = kSrvSeconds;
  resolver.retry = 1;
  std::array<unsigned char, 4096> answer{};
  const int size =
      ::res_nquery(&resolver, service.c_str(), ns_c_in, ns_t_srv, answer.data(), static_cast<int>(answer.size()));
  ::res_nclose(&resolver);
  ns_msg message;
  if (size <= 0 || size > static_cast<int>(answer.size()) || ::ns_initparse(answer.data(), size, &message) != 0) {
    return {};
  }
  std::vector<Host> hosts;
  for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
    ns_rr record;
    if (::ns_parserr(&message, ns_s_an, i, &record) == 0) AddHost(message, record, hosts);
  }
  std::ranges::stable_sort(hosts, {}, [](const Host& host) { return std::tuple(host.priority, -host.weight); });
  if (hosts.size() > kMaxHosts) hosts.resize(kMaxHosts);
  return hosts;
}

std::vector<Host> HostsOf(const XmppOptions& options) {
  if (!options.host.empty()) return {{options.host, DefaultPort(options)}};
  const std::string domain = base::SplitJid(options.jid).domain;
  const std::string prefix = options.tls == XmppTls::kDirect ? "_xmpps-client._tcp." : "_xmpp-client._tcp.";
  std::vector<Host> hosts = LookUpService(prefix + domain);
  if (hosts.empty()) return {{domain, DefaultPort(options)}};
  std::erase_if(hosts, [](const Host& host) { return host.name.empty() || host.name == "."; });
  return hosts;
}

}  // namespace

base::Result<std::vector<XmppEndpoint>> FindXmppServer(const XmppOptions& options) {
  std::vector<XmppEndpoint> endpoints;
  std::string reason = "the domain says that it has no XMPP server for clients";
  for (const Host& host : HostsOf(options)) {
    const auto addresses = LookUpHost(host.name, kLookupTime);
    if (!addresses) {
      reason = addresses.error().message;
      continue;
    }
    for (const IpAddress& address : *addresses)
      if (endpoints.size() < kMaxEndpoints) endpoints.push_back({address, host.port});
  }
  if (endpoints.empty()) return base::Fail(base::ErrorCode::kUnavailable, reason);
  return endpoints;
}

}  // namespace frontdesk::net
