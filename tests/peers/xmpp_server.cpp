#include "tests/peers/xmpp_server.h"

#include <fstream>
#include <sstream>

namespace frontdesk::testing {
namespace {

constexpr std::string_view kProsodyConfig = R"lua(
pidfile = "@DIR@/prosody.pid"; data_path = "@DIR@/data"
interfaces = { "127.0.0.1" }; local_interfaces = { "127.0.0.1" }
c2s_ports = { @C2S@ }; c2s_direct_tls_ports = { @DIRECT@ }; component_ports = { @COMPONENT@ }
http_ports = { @HTTP@ }; https_ports = {}
modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "ping"; "carbons"; "pep"; "smacks"; "mam"; "offline"; "posix" }
modules_disabled = { "s2s" }
authentication = "internal_plain"; storage = "internal"
c2s_require_encryption = true
smacks_hibernation_time = 60
certificates = "@DIR@"
log = { { levels = { min = "debug" }, to = "file", filename = "@DIR@/server.log" } }
VirtualHost "xmpp.test"
  ssl = { certificate = "@DIR@/xmpp.test.crt", key = "@DIR@/xmpp.test.key" }
Component "rooms.xmpp.test" "muc"
  restrict_room_creation = false
  muc_room_locking = false
  modules_enabled = { "muc_mam" }
Component "upload.xmpp.test" "http_file_share"
  http_external_url = "http://127.0.0.1:@HTTP@/"
  http_host = "127.0.0.1"
  http_file_share_size_limit = 1024*1024
Component "bot.xmpp.test"
  component_secret = "component-test-secret"
)lua";

constexpr std::string_view kEjabberdConfig = R"yaml(
hosts: [xmpp.test]
loglevel: info
certfiles: ["@DIR@/server.pem"]
auth_method: internal
auth_password_format: scram
acme: {auto: false}
listen:
  - {port: @C2S@, ip: "127.0.0.1", module: ejabberd_c2s, starttls_required: true, max_stanza_size: 262144, shaper: none, access: c2s}
  - {port: @DIRECT@, ip: "127.0.0.1", module: ejabberd_c2s, tls: true, shaper: none, access: c2s}
  - {port: @COMPONENT@, ip: "127.0.0.1", module: ejabberd_service, access: all, hosts: {"bot.xmpp.test": {password: "component-test-secret"}}}
  - {port: @HTTP@, ip: "127.0.0.1", module: ejabberd_http, request_handlers: {"/upload": mod_http_upload}}
access_rules:
  c2s: {allow: all}
modules:
  mod_disco: {}
  mod_ping: {}
  mod_roster: {}
  mod_offline: {}
  mod_stream_mgmt: {resend_on_timeout: true}
  mod_mam: {default: always, assume_mam_usage: true}
  mod_muc: {host: "rooms.xmpp.test", access: all, access_create: all, default_room_options: {mam: true}}
  mod_http_upload: {access: all, host: "upload.xmpp.test", put_url: "http://127.0.0.1:@HTTP@/upload", docroot: "@DIR@/upload"}
)yaml";

constexpr std::string_view kEjabberdUsers =
    "[ejabberd_auth:try_register(U, <<\"xmpp.test\">>, <<U/binary, \"-pw\">>) || "
    "U <- [<<\"carol\">> | [list_to_binary(\"user\" ++ integer_to_list(N)) || N <- lists:seq(1, @USERS@)]]], "
    "file:write_file(\"@DIR@/ready\", <<>>).";

constexpr int kUsers = 150;  // more than the tests of one run need; then the oldest serve again

std::string ReadAll(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string Fill(std::string_view text, std::string_view name, const std::string& value) {
  std::string out(text);
  for (auto at = out.find(name); at != out.npos; at = out.find(name, at + value.size())) {
    out.replace(at, name.size(), value);
  }
  return out;
}

class Prosody final : public XmppServer {
 public:
  Prosody() {
    std::string config = Filled(kProsodyConfig);
    if (::geteuid() == 0) config = "run_as_root = true\n" + config;
    Write("prosody.cfg.lua", config);
    const auto accounts = directory() / "data" / "xmpp%2etest" / "accounts";
    std::filesystem::create_directories(accounts);
    const auto add = [&](const std::string& user) {
      std::ofstream(accounts / (user + ".dat")) << "return { [\"password\"] = \"" << user << "-pw\"; };\n";
    };
    add("carol");
    for (int i = 1; i <= kUsers; ++i) add("user" + std::to_string(i));
    Start();
  }
  std::string name() const override { return "Prosody"; }
  void Restart() override {
    process_.reset();
    Start();
  }

 private:
  std::string Filled(std::string_view text) const {
    std::string out = Fill(text, "@DIR@", directory().string());
    out = Fill(out, "@C2S@", std::to_string(port()));
    out = Fill(out, "@DIRECT@", std::to_string(direct_tls_port()));
    out = Fill(out, "@COMPONENT@", std::to_string(component_port()));
    return Fill(out, "@HTTP@", std::to_string(http_port()));
  }
  void Start() {
    process_ = std::make_unique<Process>(
        std::vector<std::string>{"prosody", "--config", (directory() / "prosody.cfg.lua").string(), "-F"},
        std::vector<std::string>{}, directory() / "stderr");
    WaitUntilOpen();
  }
  std::unique_ptr<Process> process_;
};

class Ejabberd final : public XmppServer {
 public:
  Ejabberd() {
    std::string config = Fill(kEjabberdConfig, "@DIR@", directory().string());
    config = Fill(config, "@C2S@", std::to_string(port()));
    config = Fill(config, "@DIRECT@", std::to_string(direct_tls_port()));
    config = Fill(config, "@COMPONENT@", std::to_string(component_port()));
    Write("ejabberd.yml", Fill(config, "@HTTP@", std::to_string(http_port())));
    Write("server.pem", ReadAll(certificate_.certificate) + ReadAll(certificate_.key));
    Start();
  }
  std::string name() const override { return "ejabberd"; }
  void Restart() override {
    process_.reset();
    Start();
  }

 private:
  // Without the control script, which wants a user of its own, and without a name in the network.
  void Start() {
    const std::string place = directory().string();
    std::filesystem::remove(directory() / "ready");
    process_ = std::make_unique<Process>(
        std::vector<std::string>{"erl", "-noinput", "-mnesia", "dir", "\"" + place + "/db\"", "-s", "ejabberd", "-eval",
                                 Fill(Fill(kEjabberdUsers, "@DIR@", place), "@USERS@", std::to_string(kUsers))},
        std::vector<std::string>{"EJABBERD_CONFIG_PATH=" + place + "/ejabberd.yml",
                                 "EJABBERD_LOG_PATH=" + place + "/server.log", "ERL_CRASH_DUMP=" + place + "/crash",
                                 "HOME=" + place, "ERL_LIBS=/usr/lib/" + Triplet()},
        directory() / "stderr");
    (void)WaitUntil([&] { return std::filesystem::exists(directory() / "ready"); });
    WaitUntilOpen();
  }
  // Debian keeps the program under its name for the machine.
  static std::string Triplet() {
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib")) {
      if (!entry.is_directory()) continue;
      for (const auto& inner : std::filesystem::directory_iterator(
               entry.path(), std::filesystem::directory_options::skip_permission_denied)) {
        if (inner.path().filename().string().starts_with("ejabberd-")) return entry.path().filename();
      }
    }
    throw std::runtime_error("ejabberd is not installed");
  }
  std::unique_ptr<Process> process_;
};

}  // namespace

XmppServer::XmppServer() : certificate_(net::testing::WriteCertificate(directory_.path(), "xmpp.test", "xmpp.test")) {}

void XmppServer::WaitUntilOpen() const {
  for (const unsigned short port : {ports_[0], ports_[1], ports_[2]}) {
    if (!WaitForPort(port)) {
      throw std::runtime_error("the XMPP server did not start: " + ReadAll((directory() / "stderr").string()) +
                               ReadAll((directory() / "server.log").string()));
    }
  }
}

std::string XmppServer::NewUser() { return "user" + std::to_string(users_++ % kUsers + 1); }

void XmppServer::Write(const std::string& file, const std::string& text) const {
  net::testing::WriteFile((directory() / file).string(), text);
}

std::unique_ptr<XmppServer> StartProsody() { return std::make_unique<Prosody>(); }
std::unique_ptr<XmppServer> StartEjabberd() { return std::make_unique<Ejabberd>(); }

XmppServer& SharedServer(const std::string& name) {
  if (name == "Prosody") {
    static const std::unique_ptr<XmppServer> prosody = StartProsody();
    return *prosody;
  }
  static const std::unique_ptr<XmppServer> ejabberd = StartEjabberd();
  return *ejabberd;
}

}  // namespace frontdesk::testing
