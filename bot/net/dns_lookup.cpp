#include "bot/net/dns_lookup.h"

#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>

namespace frontdesk::net {
namespace {

// glibc writes into it from a thread of its own for as long as the look-up runs.
struct Lookup {
  explicit Lookup(std::string name) : host(std::move(name)) {
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    control.ar_name = host.c_str();
    control.ar_request = &hints;
  }
  ~Lookup() {
    if (control.ar_result != nullptr) ::freeaddrinfo(control.ar_result);
  }
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

  bool IsRunning() { return ::gai_error(&control) == EAI_INPROGRESS; }

  const std::string host;
  addrinfo hints{};
  gaicb control{};
};

// Look-ups that took too long and cannot be cancelled wait here for their end.
void Abandon(std::unique_ptr<Lookup> lookup) {
  static std::mutex mutex;
  static auto& abandoned = *new std::vector<std::unique_ptr<Lookup>>;
  const std::lock_guard lock(mutex);
  std::erase_if(abandoned, [](const auto& old) { return !old->IsRunning(); });
  abandoned.push_back(std::move(lookup));
}

IpAddress AddressOf(const addrinfo& info) {
  IpAddress address;
  if (info.ai_family == AF_INET6) {
    std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(info.ai_addr)->sin6_addr, 16);
    return address;
  }
  std::array<std::uint8_t, 4> v4{};
  std::memcpy(v4.data(), &reinterpret_cast<const sockaddr_in*>(info.ai_addr)->sin_addr, 4);
  return IpFromV4(v4);
}

// Starts it; 0 or an EAI_ error.
int Begin(Lookup& lookup) {
#if defined(__SANITIZE_THREAD__)
  // The thread that glibc makes is unknown to ThreadSanitizer, which crashes in it.
  lookup.control.__return = ::getaddrinfo(lookup.host.c_str(), nullptr, &lookup.hints, &lookup.control.ar_result);
  return 0;
#else
  gaicb* controls[] = {&lookup.control};
  return ::getaddrinfo_a(GAI_NOWAIT, controls, 1, nullptr);
#endif
}

void WaitFor(Lookup& lookup, std::chrono::milliseconds at_most) {
  const gaicb* const controls[] = {&lookup.control};
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (lookup.IsRunning()) {
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    const timespec wait{static_cast<time_t>(left.count() / 1'000'000'000),
                        static_cast<long>(left.count() % 1'000'000'000)};
    ::gai_suspend(controls, 1, &wait);
  }
}

}  // namespace

base::Result<std::vector<IpAddress>> LookUpHost(const std::string& host, std::chrono::milliseconds at_most) {
  if (const auto address = ParseIp(host)) return std::vector<IpAddress>{*address};
  auto lookup = std::make_unique<Lookup>(host);
  if (Begin(*lookup) != 0) {
    return base::Fail(base::ErrorCode::kUnavailable, "the system cannot look up host names now");
  }
  WaitFor(*lookup, at_most);
  if (lookup->IsRunning() && ::gai_cancel(&lookup->control) != EAI_CANCELED) {
    Abandon(std::move(lookup));
    return base::Fail(base::ErrorCode::kUnavailable, "looking up " + host + " took too long");
  }
  const int error = ::gai_error(&lookup->control);
  if (error != 0) {
    return base::Fail(base::ErrorCode::kUnavailable, "cannot look up " + host + ": " + ::gai_strerror(error));
  }
  std::vector<IpAddress> addresses;
  for (const addrinfo* info = lookup->control.ar_result; info != nullptr; info = info->ai_next) {
    if (info->ai_family == AF_INET || info->ai_family == AF_INET6) addresses.push_back(AddressOf(*info));
  }
  return addresses;
}

}  // namespace frontdesk::net
