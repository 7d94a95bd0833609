import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** Which methods each path of the service takes, as its OpenAPI document says. */
@Injectable()
export class RouteIndex {
  private routes: { path: RegExp; methods: string[] }[] = [];

  /** Takes over the routes of a finished document. */
  load({ paths }: OpenAPIObject): void {
    this.routes = Object.entries(paths).map(([template, item]) => ({
      path: new RegExp(`^${template.replace(/\{[^/]+\}/g, '[^/]+')}/?$`, 'i'),
      methods: Object.keys(item).map((method) => method.toUpperCase()),
    }));
  }

  /** The methods that a path takes; empty: there is no such path. */
  methodsOf(path: string): string[] {
    return this.routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods);
  }
}
