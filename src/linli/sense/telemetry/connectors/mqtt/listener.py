"""The MQTT door: listens, and knows who is connected."""

import asyncio
from typing import Final

from linli.sense.telemetry import metrics
from linli.sense.telemetry.connectors.mqtt.connection import DOOR, Connection
from linli.sense.telemetry.connectors.mqtt.fields import Reason
from linli.sense.telemetry.doors import listen
from linli.sense.telemetry.intake import Intake

MOST_CONNECTIONS: Final = 20_000
MOST_OF_ONE_DEVICE: Final = 8


class MqttDoor:
    """All MQTT connections of this process."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._connections: dict[Connection, asyncio.Task[None]] = {}
        self._of_device: dict[str, list[Connection]] = {}
        self._server: asyncio.Server | None = None
        self._is_stopping = False

    async def open(self, host: str, port: int) -> int:
        self._server, number = await listen(self._serve, host, port)
        return number

    async def stop_taking(self) -> None:
        """Reads nothing any more; what is under way can still be acknowledged."""
        self._is_stopping = True
        if self._server is not None:
            self._server.close()
        tasks = list(self._connections.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """Says goodbye to everybody. Wills are void: it is us who leave."""
        connections = list(self._connections)
        for connection in connections:
            connection.end(Reason.SHUTTING_DOWN, with_will=False)
        await asyncio.gather(*(connection.close() for connection in connections))
        self._connections.clear()

    def cut_invalid(self) -> None:
        """Ends the connections of devices that were revoked or have a new token."""
        for connection in self._connections:
            if connection.entered and not self._intake.is_valid(connection.entered):
                connection.end(Reason.NOT_AUTHORISED)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or self._is_stopping or len(self._connections) >= MOST_CONNECTIONS:
            writer.close()
            return
        connection = Connection(self._intake, reader, writer, self._enter)
        self._connections[connection] = task
        metrics.CONNECTIONS.labels(DOOR).inc()
        try:
            await connection.run()
        except asyncio.CancelledError:
            # In Python 3.11 a task of a stream server that ends cancelled is logged as an error.
            if not self._is_stopping:
                raise
        finally:
            metrics.CONNECTIONS.labels(DOOR).dec()
            self._leave(connection)
            if not self._is_stopping:
                del self._connections[connection]
                await connection.close()

    def _enter(self, connection: Connection) -> None:
        """A client that comes again takes its old connection over; of one device few may stay."""
        assert connection.entered is not None
        others = self._of_device.setdefault(connection.entered.device_id, [])
        for other in [one for one in others if one.client_id == connection.client_id]:
            self._take_over(others, other)
        if len(others) >= MOST_OF_ONE_DEVICE:
            self._take_over(others, others[0])
        others.append(connection)

    def _take_over(self, others: list[Connection], other: Connection) -> None:
        others.remove(other)
        other.end(Reason.SESSION_TAKEN_OVER)

    def _leave(self, connection: Connection) -> None:
        if connection.entered is None:
            return
        device_id = connection.entered.device_id
        others = self._of_device.get(device_id, [])
        if connection in others:
            others.remove(connection)
        if not others:
            self._of_device.pop(device_id, None)
