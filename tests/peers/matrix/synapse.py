"""A homeserver on loopback: Synapse as it is published, with a database of its own and no other servers."""

import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

NAME = "hs.test"
SECRET = "throwaway-registration-secret"

CONFIG = """
server_name: {name}
pid_file: {folder}/homeserver.pid
listeners:
  - {{port: {port}, type: http, tls: false, bind_addresses: ['127.0.0.1'], resources: [{{names: [client]}}]}}
database: {{name: sqlite3, args: {{database: {folder}/homeserver.db}}}}
log_config: {folder}/log.yaml
media_store_path: {folder}/media
signing_key_path: {folder}/signing.key
registration_shared_secret: {secret}
macaroon_secret_key: throwaway
form_secret: throwaway
report_stats: false
trusted_key_servers: []
federation_domain_whitelist: []
presence: {{enabled: false}}
app_service_config_files: {services}
rc_message: {{per_second: 1000, burst_count: 1000}}
rc_login:
  address: {{per_second: 1000, burst_count: 1000}}
  account: {{per_second: 1000, burst_count: 1000}}
  failed_attempts: {{per_second: 1000, burst_count: 1000}}
rc_joins:
  local: {{per_second: 1000, burst_count: 1000}}
rc_invites:
  per_room: {{per_second: 1000, burst_count: 1000}}
  per_user: {{per_second: 1000, burst_count: 1000}}
  per_issuer: {{per_second: 1000, burst_count: 1000}}
rc_room_creation: {{per_second: 1000, burst_count: 1000}}
"""

LOG = """
version: 1
handlers: {{file: {{class: logging.FileHandler, filename: {folder}/homeserver.log}}}}
root: {{level: WARNING, handlers: [file]}}
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(method, url, body=None, token=None):
    """The status and the JSON of an answer, whatever it says."""
    request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", "Bearer " + token)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")


class Synapse:
    def __init__(self, folder, registrations):
        os.makedirs(folder, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        services = []
        for name, text in registrations.items():
            services.append(f"{folder}/{name}.yaml")
            with open(services[-1], "w", encoding="utf-8") as file:
                file.write(text)
        values = {"name": NAME, "folder": folder, "port": self.port, "secret": SECRET, "services": json.dumps(services)}
        for name, text in (("homeserver.yaml", CONFIG), ("log.yaml", LOG)):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text.format(**values))
        command = [sys.executable, "-m", "synapse.app.homeserver", "-c", f"{folder}/homeserver.yaml"]
        keys = subprocess.run(command + ["--generate-keys"], capture_output=True, text=True, check=False)
        if keys.returncode != 0:
            raise RuntimeError("Synapse makes no key: " + keys.stdout + keys.stderr)
        with open(f"{folder}/output.log", "wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        self.wait()

    def wait(self):
        end = time.monotonic() + 120
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if ask("GET", self.url + "/_matrix/client/versions")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        with open(f"{self.folder}/output.log", encoding="utf-8") as output:
            raise RuntimeError("Synapse does not start: " + output.read()[-3000:])

    def register(self, name, password, admin=False):
        url = self.url + "/_synapse/admin/v1/register"
        nonce = ask("GET", url)[1]["nonce"]
        kind = "admin" if admin else "notadmin"
        mac = hmac.new(SECRET.encode(), "\0".join((nonce, name, password, kind)).encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        status, answer = ask("POST", url, body)
        if status != 200:
            raise RuntimeError(f"{name} is not registered: {answer}")
        return answer["access_token"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
