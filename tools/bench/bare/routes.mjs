/**
 * Two bare Nest apps, each a process of its own: `select` answers a row of PGlite, found with one SELECT; `proxy` passes
 * on what the other answers. Nothing else: no limits, no checks, no log. What status through gateway and engine is
 * measured against.
 */
import { Agent } from 'node:http';
import { PGlite } from '@electric-sql/pglite';
import { HttpService } from '@nestjs/axios';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import axios from 'axios';
import { firstValueFrom } from 'rxjs';

const { ROLE, PORT, TARGET, BODY } = process.env;

class SelectController {
  async get(id) {
    const { rows } = await database.query('SELECT body FROM answers WHERE id = $1', [id]);
    return rows[0]?.body;
  }
}

class ProxyController {
  async get(id) {
    return (await firstValueFrom(http.get(`${TARGET}/status/${id}`))).data;
  }
}

const controller = ROLE === 'select' ? SelectController : ProxyController;
Controller('status')(controller);
Get(':id')(controller.prototype, 'get', Object.getOwnPropertyDescriptor(controller.prototype, 'get'));
Param('id')(controller.prototype, 'get', 0);

// oxlint-disable-next-line typescript/no-extraneous-class -- decorated below, by a call
class BareModule {}
Module({ controllers: [controller] })(BareModule);

const http = new HttpService(axios.create({ httpAgent: new Agent({ keepAlive: true }) }));
const database = ROLE === 'select' ? await PGlite.create() : undefined;
if (database) {
  await database.exec('CREATE TABLE answers (id text PRIMARY KEY, body jsonb)');
  await database.query('INSERT INTO answers VALUES ($1, $2)', ['run', BODY]);
}
const app = await NestFactory.create(BareModule, { logger: false });
app.enableShutdownHooks();
await app.listen(Number(PORT), '127.0.0.1');
